"""What is reached over the web: signing in, the API, and the pages."""
