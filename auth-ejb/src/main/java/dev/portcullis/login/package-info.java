/** The login flow as a state machine, its throttling, and the first administrator's set-up. */
@NullMarked
package dev.portcullis.login;

import org.jspecify.annotations.NullMarked;
