"""The command `cfn-upc-lint`: arguments, files, runner, processes."""
