package dev.portcullis;

import java.time.Instant;

/**
 * What is remembered of credentials that come with every request.
 *
 * @param id public, of this proof; a new one for each
 * @param until when it has to be proven again
 */
public record RequestProof(String id, Instant until) {}
