<%@ page contentType="text/plain;charset=UTF-8" %>failed=<%= request.getAttribute("jakarta.servlet.error.status_code") %>
user=<%= request.getRemoteUser() %>
role=<%= request.isUserInRole("user") %>
