/** Directories spoken to by LDAP: the only package that imports ldaptive. */
@NullMarked
package dev.portcullis.web.ldap;

import org.jspecify.annotations.NullMarked;
