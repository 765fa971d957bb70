/** Password hashing, bounded in its concurrency, and the policy for new passwords. */
@NullMarked
package dev.portcullis.password;

import org.jspecify.annotations.NullMarked;
