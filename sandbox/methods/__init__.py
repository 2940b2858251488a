"""The Web API methods the sandbox has."""
