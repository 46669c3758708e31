"""The explorer: five rooms in the browser, live on this machine or as static files."""
