"""The graphs: finds workflows, drives their threads, and resumes them strictly; LangGraph lives here."""
