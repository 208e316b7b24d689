"""The Reports page: questions that marketing and sales both ask, with the lists behind them."""
