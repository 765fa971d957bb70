/** Tests against real directories. */
@NullMarked
package dev.portcullis.web.ldap;

import org.jspecify.annotations.NullMarked;
