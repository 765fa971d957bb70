package dev.portcullis;

/**
 * What somebody shows of a second factor.
 *
 * @param method which one
 * @param code as typed; spaces and hyphens in it do not matter
 */
public record FactorProof(FactorMethod method, Confidential code) {}
