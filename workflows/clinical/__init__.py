"""Drafts an assessment of a patient for a clinician, who answers for what is done: no medical device."""
