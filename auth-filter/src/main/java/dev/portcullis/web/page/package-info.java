/** The pages that people see: they work without JavaScript, in the reader's language. */
@NullMarked
package dev.portcullis.web.page;

import org.jspecify.annotations.NullMarked;
