\set a random(0, 499)
\set before :i
\set i random(1, 9000000000000000000)
SELECT token_hash, account_id, client_id, created_at, expires_at, predecessor_hash, session_id, superseded_at, used_at FROM auth_refresh_token WHERE token_hash = md5(CAST(:before AS text)) || md5('s' || CAST(:before AS text));
SELECT token_hash, account_id, client_id, created_at, expires_at, predecessor_hash, session_id, superseded_at, used_at FROM auth_refresh_token WHERE token_hash = md5(CAST(:before AS text)) || md5('s' || CAST(:before AS text));
SELECT id, changed_at, created_at, disabled, email, last_login_at, display_name, password_hash, picture, security_version, username, username_key FROM auth_account WHERE id = lpad(CAST(:a AS text), 32, '0');
SELECT t0.role_name FROM auth_account_role t0 WHERE t0.account_id = lpad(CAST(:a AS text), 32, '0');
SELECT id, account_id, address, amr, authenticated_at, browser, created_at, device, expires_at, last_seen_at, secret_hash FROM auth_session WHERE id = md5(CAST(:a AS text));
BEGIN;
UPDATE auth_refresh_token SET used_at = 1795488433664 WHERE token_hash = md5(CAST(:before AS text)) || md5('s' || CAST(:before AS text)) AND used_at IS NULL AND superseded_at IS NULL AND expires_at > 1795488433664;
UPDATE auth_session SET last_seen_at = 1795488433664 WHERE id = md5(CAST(:a AS text)) AND last_seen_at <= 1795488373664;
INSERT INTO auth_audit (id, account_id, action_name, address, correlation_id, auth_method, occurred_at, outcome, session_id, subject, user_agent, username) VALUES (md5('a' || CAST(:i AS text)), lpad(CAST(:a AS text), 32, '0'), 'token_refreshed', '192.0.2.7', 'c0ffee', NULL, 1795488433664, 'success', md5(CAST(:a AS text)), NULL, 'Browser/1.0', 'user55');
INSERT INTO auth_audit (id, account_id, action_name, address, correlation_id, auth_method, occurred_at, outcome, session_id, subject, user_agent, username) VALUES (md5('b' || CAST(:i AS text)), lpad(CAST(:a AS text), 32, '0'), 'token_generated', '192.0.2.7', 'c0ffee', NULL, 1795488433664, 'success', md5(CAST(:a AS text)), md5('t' || CAST(:i AS text)), 'Browser/1.0', 'user55');
INSERT INTO auth_refresh_token (token_hash, account_id, client_id, created_at, expires_at, session_id, predecessor_hash) VALUES (md5(CAST(:i AS text)) || md5('s' || CAST(:i AS text)), lpad(CAST(:a AS text), 32, '0'), 'first-party', 1795488433664, 1796093232345, md5(CAST(:a AS text)), md5(CAST(:before AS text)) || md5('s' || CAST(:before AS text)));
COMMIT;
