"""Drawing: requests, runs and refusals as messages and modals; values in, Block Kit out."""
