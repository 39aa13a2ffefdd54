// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "monitoring/socketdirectory.h"

#include "spawner/text.h"

#include <QtCore/QDir>
#include <QtCore/QFile>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace Spawn {

static constexpr qsizetype LongestAddress = sizeof(sockaddr_un::sun_path) - 1;
static constexpr mode_t OthersMayWrite = S_IWGRP | S_IWOTH;

static QString modeText(mode_t mode)
{
    return QStringLiteral("%1").arg(mode & 07777, 4, 8, QLatin1Char('0'));
}

static SystemError notPrivate(const QByteArray &path, const QString &what)
{
    return {EPERM,
            Text::tr("The directory \"%1\" is not private: %2").arg(QFile::decodeName(path), what)};
}

static SystemError foreign(const QByteArray &path, const struct stat &status)
{
    return notPrivate(path, Text::tr("it belongs to user %1").arg(status.st_uid));
}

static SystemError writable(const QByteArray &path, const struct stat &status)
{
    return notPrivate(path,
                      Text::tr("others may write to it (mode %1)").arg(modeText(status.st_mode)));
}

// An address that is short whatever the directory is called, and stays in it.
static sockaddr_un addressIn(int directory, const QByteArray &name)
{
    const QByteArray path = "/proc/self/fd/" + QByteArray::number(directory) + '/' + name;
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    // No longer than what checkLengthOf() allows is ever asked for; what is, does not exist.
    std::copy_n(path.constData(), std::min(path.size(), LongestAddress), address.sun_path);
    return address;
}

QString kindOfFile(unsigned mode)
{
    switch (mode & S_IFMT) {
    case S_IFLNK:
        return Text::tr("a symbolic link");
    case S_IFDIR:
        return Text::tr("a directory");
    case S_IFREG:
        return Text::tr("a regular file");
    case S_IFSOCK:
        return Text::tr("a socket");
    case S_IFIFO:
        return Text::tr("a FIFO");
    default:
        return Text::tr("a device");
    }
}

// Where it is, or is to be made. The place itself must not let others exchange it.
SystemError SocketDirectory::find()
{
    const QByteArray runtime = qgetenv("XDG_RUNTIME_DIR");
    const bool isRuntime = !runtime.isEmpty();
    m_parentPath = isRuntime ? runtime : QFile::encodeName(QDir::tempPath());
    m_name
        = isRuntime ? QByteArray("asyncspawner") : "asyncspawner-" + QByteArray::number(geteuid());
    if (!m_parentPath.startsWith('/')) {
        return {EINVAL,
                Text::tr("XDG_RUNTIME_DIR is \"%1\", which is not an absolute path")
                    .arg(QFile::decodeName(m_parentPath))};
    }
    while (m_parentPath.size() > 1 && m_parentPath.endsWith('/'))
        m_parentPath.chop(1);
    m_parent.reset(::open(m_parentPath.constData(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    struct stat status
    {
    };
    if (!m_parent || fstat(m_parent.get(), &status) != 0) {
        return systemError(errno,
                           Text::tr("Cannot open the directory \"%1\"%2")
                               .arg(QFile::decodeName(m_parentPath),
                                    isRuntime ? Text::tr(" (XDG_RUNTIME_DIR)") : QString()));
    }
    const bool isOurs = status.st_uid == geteuid();
    const bool othersMayWrite = (status.st_mode & OthersMayWrite) != 0;
    if (isRuntime) {
        if (!isOurs)
            return foreign(m_parentPath, status);
        if (othersMayWrite)
            return writable(m_parentPath, status);
        return {};
    }
    // Everybody's, as a rule, where only an owner can rename and remove (sticky).
    if (!isOurs && status.st_uid != 0)
        return foreign(m_parentPath, status);
    if (othersMayWrite && (status.st_mode & S_ISVTX) == 0)
        return writable(m_parentPath, status);
    return {};
}

SystemError SocketDirectory::checkOwnership(const struct stat &status) const
{
    const QByteArray path = QFile::encodeName(this->path());
    if (status.st_uid != geteuid())
        return foreign(path, status);
    if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        return notPrivate(path,
                          Text::tr("others may use it (mode %1)").arg(modeText(status.st_mode)));
    }
    return {};
}

SystemError SocketDirectory::open(Missing missing)
{
    m_directory.reset();
    SystemError error = find();
    if (!error && missing == Missing::Create) {
        if (mkdirat(m_parent.get(), m_name.constData(), 0700) == 0) {
            // Whatever the umask is. Where it has just been made nobody else can exchange it.
            fchmodat(m_parent.get(), m_name.constData(), 0700, 0);
        } else if (errno != EEXIST) {
            error = systemError(errno, Text::tr("Cannot make the directory \"%1\"").arg(path()));
        }
    }
    if (error) {
        m_parent.reset();
        return error;
    }
    Wire::Descriptor directory(openat(m_parent.get(), m_name.constData(),
                                      O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    const int number = errno;
    const Wire::Descriptor parent = std::move(m_parent);
    struct stat status
    {
    };
    if (directory && fstat(directory.get(), &status) == 0) {
        error = checkOwnership(status);
        if (!error)
            m_directory = std::move(directory);
        return error;
    }
    if (fstatat(parent.get(), m_name.constData(), &status, AT_SYMLINK_NOFOLLOW) == 0) {
        if (!S_ISDIR(status.st_mode)) {
            return {ENOTDIR,
                    Text::tr("\"%1\" is %2 and not a directory")
                        .arg(path(), kindOfFile(status.st_mode))};
        }
        if ((error = checkOwnership(status)))
            return error;
    }
    return systemError(number, Text::tr("Cannot open the directory \"%1\"").arg(path()));
}

QString SocketDirectory::path() const
{
    return QFile::decodeName((m_parentPath == "/" ? QByteArray() : m_parentPath) + '/' + m_name);
}

QString SocketDirectory::pathOf(const QByteArray &name) const
{
    return path() + QLatin1Char('/') + QFile::decodeName(name);
}

SystemError SocketDirectory::checkLengthOf(const QByteArray &name) const
{
    const QByteArray path = QFile::encodeName(pathOf(name));
    if (path.size() <= LongestAddress)
        return {};
    return {
        ENAMETOOLONG,
        Text::tr("The path of the socket, \"%1\", is %2 bytes long; no more than %3 are allowed")
            .arg(pathOf(name))
            .arg(path.size())
            .arg(LongestAddress)};
}

SystemError SocketDirectory::bind(int socket, const QByteArray &name) const
{
    if (SystemError error = checkLengthOf(name))
        return error;
    const sockaddr_un address = addressIn(descriptor(), name);
    // The mode of the descriptor becomes the file's, less the umask: never is it more than this.
    fchmod(socket, 0600);
    if (::bind(socket, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0)
        return systemError(errno, Text::tr("Cannot make the socket \"%1\"").arg(pathOf(name)));
    // And no less. It has just been made, in a directory that is ours alone.
    if (fchmodat(descriptor(), name.constData(), 0600, 0) != 0) {
        const int number = errno;
        remove(name);
        return systemError(number,
                           Text::tr("Cannot set the mode of the socket \"%1\"").arg(pathOf(name)));
    }
    return {};
}

int SocketDirectory::connect(int socket, const QByteArray &name) const
{
    const sockaddr_un address = addressIn(descriptor(), name);
    return ::connect(socket, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0
        ? 0
        : errno;
}

int SocketDirectory::statusOf(const QByteArray &name, struct stat *status) const
{
    return fstatat(descriptor(), name.constData(), status, AT_SYMLINK_NOFOLLOW) == 0 ? 0 : errno;
}

void SocketDirectory::remove(const QByteArray &name) const
{
    unlinkat(descriptor(), name.constData(), 0);
}

QList<QByteArray> SocketDirectory::names() const
{
    QList<QByteArray> result;
    // A descriptor of its own: the position in a directory is shared by copies.
    const int fd = openat(descriptor(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *const directory = fd < 0 ? nullptr : fdopendir(fd);
    if (directory == nullptr) {
        Wire::Descriptor(fd).reset();
        return result;
    }
    while (const dirent *entry = readdir(directory)) {
        const QByteArray name = entry->d_name;
        if (name != "." && name != "..")
            result.append(name);
    }
    closedir(directory);
    std::sort(result.begin(), result.end());
    return result;
}

} // namespace Spawn
