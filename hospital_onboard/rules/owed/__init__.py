"""What is owed before a filing, line by line: the evaluation of requirements.yaml."""
