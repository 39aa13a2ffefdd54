// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "spawner/systemerror.h"
#include "wire/descriptor.h"

#include <QtCore/QByteArray>
#include <QtCore/QList>
#include <QtCore/QString>

struct stat;

namespace Spawn {

// The directory of the monitors' sockets: $XDG_RUNTIME_DIR/asyncspawner, or
// <temporary files>/asyncspawner-<uid> when that is not set. It is refused unless it is this
// user's alone, and nothing that is already there is changed to make it so.
//
// What is in it is reached through the open directory, so nobody can exchange it meanwhile.
class SocketDirectory final
{
public:
    enum class Missing { Create, Refuse };

    [[nodiscard]] SystemError open(Missing missing = Missing::Create);
    bool isOpen() const { return bool(m_directory); }
    int descriptor() const { return m_directory.get(); }

    QString path() const;
    QString pathOf(const QByteArray &name) const; // for other processes and for people

    // Whether a socket's address has room for the path, which other processes connect to.
    [[nodiscard]] SystemError checkLengthOf(const QByteArray &name) const;
    [[nodiscard]] SystemError bind(int socket, const QByteArray &name) const; // mode 0600
    // Of a socket that does not wait. Returns 0 or an errno.
    int connect(int socket, const QByteArray &name) const;

    // Of the object itself, if it is a link. Returns 0 or an errno.
    int statusOf(const QByteArray &name, struct stat *status) const;
    void remove(const QByteArray &name) const;
    QList<QByteArray> names() const; // sorted

private:
    [[nodiscard]] SystemError find();
    [[nodiscard]] SystemError checkOwnership(const struct stat &status) const;

    Wire::Descriptor m_parent; // while it is opened
    QByteArray m_parentPath;
    QByteArray m_name;
    Wire::Descriptor m_directory;
};

// "a symbolic link", "a directory", … of what is where something else was expected.
QString kindOfFile(unsigned mode);

} // namespace Spawn
