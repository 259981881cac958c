"""Control charts of single values (XmR) as the NHS draws them: limits, special causes, icons, charts, sentences."""
