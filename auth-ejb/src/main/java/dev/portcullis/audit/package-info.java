/** The audit record of every security event: table, log line, CDI event, counter. */
@NullMarked
package dev.portcullis.audit;

import org.jspecify.annotations.NullMarked;
