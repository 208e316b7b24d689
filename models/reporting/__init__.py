"""Reports over the workspace: counts that marketing and sales both see."""
