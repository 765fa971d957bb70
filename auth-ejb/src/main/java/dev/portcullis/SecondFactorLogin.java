package dev.portcullis;

/**
 * The second half of a login.
 *
 * @param token of the pending login, as {@link PendingLogin} has it
 * @param proof of the second factor; where one has to be enrolled, the first code of the new one
 */
public record SecondFactorLogin(Confidential token, FactorProof proof) {}
