"""Tours of the program and demos for a person, on a profile that is thrown away."""
