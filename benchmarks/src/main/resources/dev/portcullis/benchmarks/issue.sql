\set a random(0, 499)
\set n random(1, 9000000000000000000)
BEGIN;
UPDATE auth_account SET security_version = security_version WHERE id = lpad(CAST(:a AS text), 32, '0') AND disabled = FALSE;
SELECT id, account_id, address, amr, authenticated_at, browser, created_at, device, expires_at, last_seen_at, secret_hash FROM auth_session WHERE account_id = lpad(CAST(:a AS text), 32, '0') ORDER BY created_at, id FOR UPDATE;
INSERT INTO auth_audit (id, account_id, action_name, address, correlation_id, auth_method, occurred_at, outcome, session_id, subject, user_agent, username) VALUES (md5('a' || CAST(:n AS text)), lpad(CAST(:a AS text), 32, '0'), 'token_generated', '192.0.2.7', 'c0ffee', NULL, 1795488433664, 'success', md5(CAST(:n AS text)), md5('t' || CAST(:n AS text)), 'Browser/1.0', 'user55');
INSERT INTO auth_session (id, account_id, address, amr, authenticated_at, browser, created_at, device, expires_at, last_seen_at) VALUES (md5(CAST(:n AS text)), lpad(CAST(:a AS text), 32, '0'), '192.0.2.7', 'pwd', 1795488433664, FALSE, 1795488433664, 'Browser/1.0', 1796093232345, 1795488433664);
INSERT INTO auth_refresh_token (token_hash, account_id, client_id, created_at, expires_at, session_id) VALUES (md5('r' || CAST(:n AS text)) || md5('s' || CAST(:n AS text)), lpad(CAST(:a AS text), 32, '0'), 'first-party', 1795488433664, 1796093232345, md5(CAST(:n AS text)));
COMMIT;
