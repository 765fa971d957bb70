-- The clean-up of links that were never used.
CREATE INDEX auth_one_time_token_expires_ix ON auth_one_time_token (expires_at);
