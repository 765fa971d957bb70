/** Tests of the pages. */
@NullMarked
package dev.portcullis.web.page;

import org.jspecify.annotations.NullMarked;
