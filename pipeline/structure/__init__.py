"""Structure: documents, their formal lines, the numbered outline, measures, tasks, responsibility notes."""
