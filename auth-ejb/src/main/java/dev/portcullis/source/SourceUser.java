package dev.portcullis.source;

import dev.portcullis.Confidential;
import dev.portcullis.ExternalIdentity;
import org.jspecify.annotations.Nullable;

/**
 * A user as the application's table has it.
 *
 * @param identity with the name as the row has it
 * @param stored what the row has for the password
 * @param salt of the salt's column, or null
 * @param mark keyed hash of both
 */
record SourceUser(
    ExternalIdentity identity, Confidential stored, @Nullable Confidential salt, String mark) {}
