"""What stands in a template: values, scenarios, resources, outputs, references. Knows nothing of Cognito."""
