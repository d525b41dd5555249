"""Fixes: what to change in a template, and its text changed."""
