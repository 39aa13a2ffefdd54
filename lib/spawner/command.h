// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <spawner/export.h>

#include <QtCore/QByteArray>
#include <QtCore/QIODevice>
#include <QtCore/QList>
#include <QtCore/QProcessEnvironment>
#include <QtCore/QSharedDataPointer>
#include <QtCore/QStringList>

#include <chrono>
#include <csignal>
#include <sys/resource.h>

namespace Spawn {

class AsyncSpawner;
class CommandSpec;
class WorkerPrivate;

// One program to run, with its arguments, its environment and where its streams go. A value: copies
// are cheap, and changing one after aspawn() changes nothing that was asked for.
//
//   Spawn::Command command({"tar", "-cf", "-", "."});
//   command.setWorkingDirectory(folder);
//   command.setStandardOutputFile(folder + ".tar");
//   command.setTimeout(std::chrono::minutes(5));
//
// Nothing is checked here. What cannot be run is said by the reply, as FailedToStart with the stage
// and the errno.
class ASYNCSPAWNER_EXPORT Command final
{
    Q_GADGET
public:
    enum class InputMode {
        Null, // reads end of file
        Pipe, // what CommandReply::write() is given
        Inherit, // the application's own
    };
    Q_ENUM(InputMode)
    enum class OutputMode {
        Capture, // the result holds it
        Stream, // CommandReply hands it out as it comes
        Inherit, // the application's own
        Null,
    };
    Q_ENUM(OutputMode)

    // argv[0] is the program. With a slash it is a path, relative to the working directory; without
    // one it is searched for in the PATH of the environment that the command gets, or in
    // /bin:/usr/bin when that has none. Text goes out as UTF-8.
    explicit Command(const QStringList &argv);
    // For what is not UTF-8: the bytes arrive as they are.
    static Command fromBytes(const QList<QByteArray> &argv);
    // Node's exec(): /bin/sh -c line. Never give it text that somebody else wrote.
    static Command shell(const QString &line);

    Command(const Command &);
    Command(Command &&) noexcept;
    Command &operator=(const Command &);
    Command &operator=(Command &&) noexcept;
    ~Command();

    QList<QByteArray> arguments() const; // all of argv, the program included
    QString program() const;

    // Replaces the environment; an empty one is empty. By default, and with an environment whose
    // inheritsFromParent() is true, the command has the caller's as it is at the time of aspawn().
    void setEnvironment(const QProcessEnvironment &environment);
    void setEnvironmentBytes(const QList<QByteArray> &environment); // "KEY=value", byte-exact
    QList<QByteArray> environment() const; // empty as well when it inherits
    bool inheritsEnvironment() const;

    // Default: the application's at the time when the I/O thread takes the request, which is also
    // when the umask, the nice level and the resource limits are taken.
    QString workingDirectory() const;
    void setWorkingDirectory(const QString &directory);

    // The whole of its standard input; then end of file. Default: the null device.
    void setStandardInput(const QByteArray &bytes);
    void setStandardInputMode(InputMode mode);
    // Files are opened by the child, so that a slow disk holds up nobody else. Relative names are
    // relative to the application's working directory, as with QProcess.
    void setStandardInputFile(const QString &fileName);

    void setStandardOutputMode(OutputMode mode);
    void setStandardErrorMode(OutputMode mode);
    void setStandardOutputFile(const QString &fileName,
                               QIODevice::OpenMode mode
                               = QIODevice::WriteOnly | QIODevice::Truncate);
    void setStandardErrorFile(const QString &fileName,
                              QIODevice::OpenMode mode
                              = QIODevice::WriteOnly | QIODevice::Truncate);
    // Null as well when a file was set.
    OutputMode standardOutputMode() const;
    OutputMode standardErrorMode() const;
    InputMode standardInputMode() const;

    // Both outputs in one pipe, in their true order, as the standard output.
    bool mergedOutput() const;
    void setMergedOutput(bool merged);

    // Bytes of each captured stream, 64 MiB by default; 0 is no limit. One byte more ends the
    // command: the output is cut exactly there, and the result says so.
    qint64 outputLimit() const;
    void setOutputLimit(qint64 bytes);
    // Bytes of each streamed output that are read ahead of the caller, 1 MiB by default. When they
    // are full the command blocks on its pipe.
    qint64 streamBufferSize() const;
    void setStreamBufferSize(qint64 bytes);

    // 0 is none. The first counts from the clone, the second from aspawn() until then. Monotonic
    // time: neither runs on while the machine is suspended.
    std::chrono::milliseconds timeout() const;
    void setTimeout(std::chrono::milliseconds timeout);
    std::chrono::milliseconds queueTimeout() const;
    void setQueueTimeout(std::chrono::milliseconds timeout);

    // How a command is ended: this signal (SIGTERM) to its whole process group, and SIGKILL after
    // the delay (2 s).
    int killSignal() const;
    void setKillSignal(int signalNumber);
    std::chrono::milliseconds killDelay() const;
    void setKillDelay(std::chrono::milliseconds delay);
    // How long to go on reading after the exit while a descendant holds a pipe, 100 ms by default.
    // The group is left alone.
    std::chrono::milliseconds drainTimeout() const;
    void setDrainTimeout(std::chrono::milliseconds timeout);

    // Absolute, -20 to 19. Default: the application's; the getter says 0.
    int niceLevel() const;
    void setNiceLevel(int level);
    void setResourceLimit(int resource, rlim_t soft, rlim_t hard);

    // The command has fd as its descriptor childFd, which is 3 or more. Duplicated at once: the
    // caller may close its own. A descriptor that is not open fails the command at
    // Stage::Descriptor.
    void setDescriptor(int childFd, int fd);

    // In a session of its own, and living on when the application ends.
    bool isDetached() const;
    void setDetached(bool detached);

    int priority() const; // larger first; 0
    void setPriority(int priority);
    QString label() const; // for people: logs, the monitor
    void setLabel(const QString &label);
    bool isSecret() const; // its argv appears in no log and no monitor
    void setSecret(bool secret);

private:
    friend class AsyncSpawner;
    friend class WorkerPrivate;
    explicit Command(CommandSpec *spec);

    QSharedDataPointer<CommandSpec> d;
};

} // namespace Spawn

Q_DECLARE_METATYPE(Spawn::Command)
