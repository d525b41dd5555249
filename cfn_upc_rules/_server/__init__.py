"""The language server `cfn-upc-language-server`: findings while one types.

What imports pygls begins with an underscore: cfn-lint's loader runs every other file of a bare directory.
"""
