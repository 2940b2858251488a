"""All words people read, by surface: phrases in, sentences out, with no Slack but `*bold*`."""
