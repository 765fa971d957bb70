<%@ page contentType="text/plain" %>open to all
