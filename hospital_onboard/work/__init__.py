"""One module per thing a person does; the only room where intake, store, rules and report meet."""
