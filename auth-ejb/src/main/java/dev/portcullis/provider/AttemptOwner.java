package dev.portcullis.provider;

/**
 * Whose attempt it is to link an account, or to prove again who one is: of that account, in that
 * session, and of no other.
 */
public record AttemptOwner(String accountId, String sessionId) {}
