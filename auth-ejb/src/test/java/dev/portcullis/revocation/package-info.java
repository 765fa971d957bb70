/** Tests of the table of revocations and of its replica in memory. */
@NullMarked
package dev.portcullis.revocation;

import org.jspecify.annotations.NullMarked;
