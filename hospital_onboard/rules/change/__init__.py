"""What has changed since a filing, and its class: the evaluation of changes.yaml."""
