"""The early-consultation packet (事前相談資料): one plan, told to the ministry before anything is bought."""
