// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>

#include <cerrno>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

inline constexpr uid_t Nobody = 65534;

// Becomes XDG_RUNTIME_DIR for as long as it is there.
class RuntimeFolder final
{
public:
    RuntimeFolder() { qputenv(Variable, bytes()); }
    ~RuntimeFolder()
    {
        if (m_wasSet)
            qputenv(Variable, m_before);
        else
            qunsetenv(Variable);
    }
    Q_DISABLE_COPY_MOVE(RuntimeFolder)

    static constexpr char Variable[] = "XDG_RUNTIME_DIR";

    QByteArray bytes(const QByteArray &name = {}) const
    {
        const QByteArray path = QFile::encodeName(m_folder.path());
        return name.isEmpty() ? path : path + '/' + name;
    }
    // In the directory of the sockets.
    QByteArray inside(const QByteArray &name = {}) const
    {
        return name.isEmpty() ? bytes("asyncspawner") : bytes("asyncspawner/" + name);
    }

private:
    const bool m_wasSet = qEnvironmentVariableIsSet(Variable);
    const QByteArray m_before = qgetenv(Variable);
    QTemporaryDir m_folder;
};

inline bool pathExists(const QByteArray &path)
{
    struct stat status
    {
    };
    return lstat(path.constData(), &status) == 0;
}

inline mode_t modeOf(const QByteArray &path) // 0 if there is none
{
    struct stat status
    {
    };
    return lstat(path.constData(), &status) == 0 ? status.st_mode : 0;
}

inline bool writeFile(const QByteArray &path, const QByteArray &content)
{
    QFile file(QFile::decodeName(path));
    return file.open(QIODevice::WriteOnly) && file.write(content) == content.size();
}

inline QByteArray fileContent(const QByteArray &path)
{
    QFile file(QFile::decodeName(path));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("unreadable");
}

inline sockaddr_un addressOf(const QByteArray &path)
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    qstrncpy(address.sun_path, path.constData(), sizeof address.sun_path);
    return address;
}

// A socket file that nobody listens at.
inline bool leaveSocket(const QByteArray &path)
{
    const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_un address = addressOf(path);
    const bool bound = bind(fd, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0;
    close(fd);
    return bound;
}

// A descriptor, or a negative errno. Waits for room in the backlog.
inline int connectTo(const QByteArray &path)
{
    const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return -errno;
    const sockaddr_un address = addressOf(path);
    if (connect(fd, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0)
        return fd;
    const int error = errno;
    close(fd);
    return -error;
}

// Whether the other end is closed, or will be within that time.
inline bool isClosed(int fd, int milliseconds = 0)
{
    pollfd wanted{fd, POLLIN, 0};
    char byte = 0;
    return poll(&wanted, 1, milliseconds) == 1 && recv(fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) <= 0;
}
