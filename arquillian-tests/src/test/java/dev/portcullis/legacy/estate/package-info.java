/** An enterprise application: two WARs before the EJBs of one jar. It knows nothing of us. */
package dev.portcullis.legacy.estate;
