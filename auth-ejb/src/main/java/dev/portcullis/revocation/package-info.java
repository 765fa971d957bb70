/** What was revoked before it expired: the table, and each node's replica of it in memory. */
@NullMarked
package dev.portcullis.revocation;

import org.jspecify.annotations.NullMarked;
