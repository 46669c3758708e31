"""The explorer as a folder of files, opened without a program that answers."""
