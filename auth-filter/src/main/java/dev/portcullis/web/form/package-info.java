/** The FORM login of web.xml: the application's own page, our login behind it. */
@NullMarked
package dev.portcullis.web.form;

import org.jspecify.annotations.NullMarked;
