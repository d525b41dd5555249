"""Several templates seen as one: nested stacks, their outputs, and what one stack exports and another imports."""
