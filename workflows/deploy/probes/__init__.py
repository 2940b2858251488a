"""The checks that come along: programs that read a deployment and judge its diff without running any of it."""
