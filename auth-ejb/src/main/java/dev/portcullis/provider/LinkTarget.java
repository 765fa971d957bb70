package dev.portcullis.provider;

/**
 * Whose attempt to link it is: of that account, in that session, and of no other.
 *
 * @param accountId with which an identity is to be linked
 * @param sessionId in which its owner asked for it
 */
public record LinkTarget(String accountId, String sessionId) {}
