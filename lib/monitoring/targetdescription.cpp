// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "monitoring/targetdescription.h"

#include "monitoring/socketdirectory.h"
#include "monitoring/targetnames.h"
#include "spawner/processstat.h"
#include "spawner/text.h"
#include "wire/descriptor.h"

#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <limits>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace Spawn {

static constexpr size_t LongestDescription = 4096;
static constexpr qsizetype LongestText = 256; // of a name or a version

static SystemError refusal(int number, const QString &path, const QString &what)
{
    return {number, Text::tr("\"%1\" %2").arg(path, what)};
}

// Of this user, and a file: everything else is refused, and stays as it is.
static SystemError check(const struct stat &status, const QString &path)
{
    if (!S_ISREG(status.st_mode)) {
        return refusal(EEXIST, path,
                       Text::tr("is %1 and not a regular file").arg(kindOfFile(status.st_mode)));
    }
    if (status.st_uid != geteuid())
        return refusal(EPERM, path, Text::tr("belongs to user %1").arg(status.st_uid));
    return {};
}

static bool writeAll(int fd, const QByteArray &text)
{
    qsizetype done = 0;
    while (done < text.size()) {
        const ssize_t size
            = ::write(fd, text.constData() + done, static_cast<size_t>(text.size() - done));
        if (size < 0 && errno != EINTR)
            return false;
        done += std::max<ssize_t>(size, 0);
    }
    return true;
}

TargetDescription TargetDescription::ofThisProcess(const QString &name, const TargetNames &names)
{
    TargetDescription result;
    result.name = name.left(LongestText);
    result.processId = getpid();
    if (const auto stat = processStat(result.processId))
        result.processStart = stat->startTicks;
    result.socket = names.socket();
    result.libraryVersion = QStringLiteral(ASYNCSPAWNER_BUILD_ID);
    return result;
}

bool TargetDescription::isAlive() const
{
    const auto stat = processStat(processId);
    return stat && stat->isAlive() && stat->startTicks == processStart;
}

SystemError TargetDescription::write(const SocketDirectory &directory,
                                     const TargetNames &names) const
{
    const QString path = directory.pathOf(names.description());
    struct stat status
    {
    };
    if (directory.statusOf(names.description(), &status) == 0) {
        if (SystemError error = check(status, path))
            return error;
    }
    const QJsonObject object{{u"format"_s, Format},
                             {u"name"_s, name},
                             {u"processId"_s, processId},
                             {u"processStart"_s, static_cast<qint64>(processStart)},
                             {u"socket"_s, QString::fromLatin1(socket)},
                             {u"libraryVersion"_s, libraryVersion}};
    const QByteArray text = QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';

    // Of somebody who died just here; whoever has the lock of these names is alone with them.
    const QByteArray unfinished = names.unfinishedDescription();
    directory.remove(unfinished);
    const Wire::Descriptor file(openat(directory.descriptor(), unfinished.constData(),
                                       O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    const bool written = file && fchmod(file.get(), 0600) == 0 && writeAll(file.get(), text)
        && renameat(directory.descriptor(), unfinished.constData(), directory.descriptor(),
                    names.description().constData())
            == 0;
    if (written)
        return {};
    const int number = errno;
    if (file)
        directory.remove(unfinished);
    return systemError(number, Text::tr("Cannot write \"%1\"").arg(path));
}

SystemError TargetDescription::read(const SocketDirectory &directory, const TargetNames &names)
{
    const QString path = directory.pathOf(names.description());
    const Wire::Descriptor file(openat(directory.descriptor(), names.description().constData(),
                                       O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    const int number = errno;
    struct stat status
    {
    };
    if (!file) {
        if (directory.statusOf(names.description(), &status) == 0) {
            if (SystemError error = check(status, path))
                return error;
        }
        return systemError(number, Text::tr("Cannot open \"%1\"").arg(path));
    }
    if (fstat(file.get(), &status) != 0)
        return systemError(errno, Text::tr("Cannot examine \"%1\"").arg(path));
    if (SystemError error = check(status, path))
        return error;
    std::array<char, LongestDescription + 1> buffer{};
    const ssize_t size = ::read(file.get(), buffer.data(), buffer.size());
    if (size < 0)
        return systemError(errno, Text::tr("Cannot read \"%1\"").arg(path));
    if (static_cast<size_t>(size) > LongestDescription) {
        return refusal(EFBIG, path,
                       Text::tr("is longer than %1 bytes").arg(qint64(LongestDescription)));
    }
    return parse(QByteArray(buffer.data(), size), names, path);
}

SystemError TargetDescription::parse(const QByteArray &text, const TargetNames &names,
                                     const QString &path)
{
    const QJsonDocument document = QJsonDocument::fromJson(text);
    const QJsonObject object = document.object();
    const qint64 format = object[u"format"].toInteger();
    if (!document.isObject() || format < 1)
        return refusal(EBADMSG, path, Text::tr("is not the description of a monitor target"));
    // In any format: what the newer one is of.
    name = object[u"name"].toString().left(LongestText);
    processId = object[u"processId"].toInteger();
    processStart = static_cast<quint64>(std::max(object[u"processStart"].toInteger(), qint64{0}));
    libraryVersion = object[u"libraryVersion"].toString().left(LongestText);
    if (processId < 1 || processId > std::numeric_limits<pid_t>::max() || processStart == 0) {
        processId = 0;
        return refusal(EBADMSG, path, Text::tr("names no process"));
    }
    if (format > Format) {
        return refusal(
            ENOTSUP, path,
            Text::tr("has the newer format %1; this library knows %2").arg(format).arg(Format));
    }
    // Its own: a description must not lead to another one's socket, or out of the directory.
    socket = object[u"socket"].toString().toUtf8();
    if (socket != names.socket())
        return refusal(EBADMSG, path, Text::tr("names a socket that is not its own"));
    return {};
}

} // namespace Spawn
