// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "wire/descriptor.h"

#include <QtCore/QByteArray>
#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QList>

#include <csignal>
#include <fcntl.h>
#include <functional>
#include <map>
#include <set>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

// A testapplication whose system calls are seen, and which dies at one of those by which it sends
// something to its helper, on either of the two sockets. Its commands and helpers
// are not traced. Waits for any child of this process, so there must be no other.
class TracedApplication final
{
public:
    // False: it may not be traced here.
    bool start(const QList<QByteArray> &words)
    {
        int input[2];
        if (pipe2(input, O_CLOEXEC) != 0)
            return false;
        m_input.reset(input[1]); // its end would be the application's
        const Spawn::Wire::Descriptor theirInput(input[0]);
        std::vector<char *> argv{const_cast<char *>(TESTAPPLICATION)};
        for (const QByteArray &word : words)
            argv.push_back(const_cast<char *>(word.constData()));
        argv.push_back(nullptr);
        m_pid = fork();
        if (m_pid == 0) {
            dup2(theirInput.get(), STDIN_FILENO);
            dup2(open("/dev/null", O_WRONLY | O_CLOEXEC), STDOUT_FILENO);
            if (ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) != 0)
                _exit(1);
            raise(SIGSTOP);
            execv(TESTAPPLICATION, argv.data());
            _exit(1);
        }
        int status = 0;
        constexpr long Options
            = PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACECLONE | PTRACE_O_TRACEEXEC | PTRACE_O_EXITKILL;
        if (waitpid(m_pid, &status, 0) != m_pid || !WIFSTOPPED(status)
            || ptrace(PTRACE_SETOPTIONS, m_pid, nullptr, Options) != 0)
            return false;
        m_seen.insert(m_pid);
        return ptrace(PTRACE_SYSCALL, m_pid, nullptr, 0) == 0;
    }

    // Kills it as soon as that is true; asked right before each time that it sends, and right
    // behind it. False: it ended before that.
    bool killWhen(const std::function<bool()> &isTime)
    {
        for (;;) {
            int status = 0;
            const pid_t thread = waitpid(-1, &status, __WALL);
            if (thread < 0)
                return false;
            if (!WIFSTOPPED(status))
                continue; // a thread's end; when it was the last one there is nobody to wait for
            if (WSTOPSIG(status) == (SIGTRAP | 0x80) && isSending(thread) && isTime())
                break;
            ptrace(PTRACE_SYSCALL, thread, nullptr, signalToPass(thread, status));
        }
        m_lastChildren = children();
        kill(m_pid, SIGKILL);
        while (waitpid(-1, nullptr, __WALL) > 0) { }
        return true;
    }

    int sends() const { return m_sends; } // with the one that it is about to do
    // What the kernel has taken until now on the stream: hello, and frames.
    const std::vector<uint8_t> &sent() const { return m_sent; }
    // Its helper, and what has been cloned. As long as it lives; the last ones are kept.
    QList<pid_t> children() const
    {
        QList<pid_t> result;
        const QDir tasks(QStringLiteral("/proc/%1/task").arg(m_pid));
        const QStringList threads = tasks.entryList(QDir::Dirs | QDir::NoDotAndDotDot);
        for (const QString &thread : threads) {
            QFile file(tasks.filePath(thread + QStringLiteral("/children")));
            if (!file.open(QIODevice::ReadOnly))
                continue;
            for (const QByteArray &word : file.readAll().simplified().split(' ')) {
                if (const int child = word.toInt(); child > 0)
                    result.append(child);
            }
        }
        return result;
    }
    const QList<pid_t> &lastChildren() const { return m_lastChildren; }

private:
    struct Call
    {
        uint64_t number = 0;
        uint64_t buffer = 0;
    };

    bool isSocket(uint64_t fd) const
    {
        const QString link = QStringLiteral("/proc/%1/fd/%2").arg(m_pid).arg(fd);
        char target[16];
        const ssize_t size = readlink(QFile::encodeName(link).constData(), target, sizeof target);
        return QByteArray(target, std::max<ssize_t>(size, 0)).startsWith("socket:");
    }

    // At the entry of such a call, or at its return; then what was sent is noted.
    bool isSending(pid_t thread)
    {
        __ptrace_syscall_info info{};
        if (ptrace(PTRACE_GET_SYSCALL_INFO, thread, sizeof info, &info) <= 0)
            return false;
        if (info.op == PTRACE_SYSCALL_INFO_EXIT) {
            const auto call = m_calls.find(thread);
            if (call == m_calls.end())
                return false;
            if (call->second.number != SYS_sendmsg && info.exit.rval > 0)
                noteSent(call->second.buffer, static_cast<size_t>(info.exit.rval));
            m_calls.erase(call);
            return true;
        }
        const uint64_t number = info.entry.nr;
        if ((number != SYS_sendmsg && number != SYS_sendto && number != SYS_write)
            || !isSocket(info.entry.args[0]))
            return false;
        m_calls[thread] = {number, info.entry.args[1]};
        ++m_sends;
        return true;
    }

    void noteSent(uint64_t address, size_t size)
    {
        const size_t before = m_sent.size();
        m_sent.resize(before + size);
        const iovec here{m_sent.data() + before, size};
        const iovec there{reinterpret_cast<void *>(address), size};
        if (process_vm_readv(m_pid, &here, 1, &there, 1, 0) != static_cast<ssize_t>(size))
            qFatal("what it sent cannot be read");
    }

    // None for the stops that tracing makes itself: each new thread begins with one.
    int signalToPass(pid_t thread, int status)
    {
        const bool isNew = m_seen.insert(thread).second;
        const int number = WSTOPSIG(status);
        const bool isOurs = number == (SIGTRAP | 0x80) || (status >> 16) != 0;
        return isOurs || (isNew && number == SIGSTOP) ? 0 : number;
    }

    pid_t m_pid = 0;
    Spawn::Wire::Descriptor m_input;
    std::set<pid_t> m_seen;
    std::map<pid_t, Call> m_calls; // under way, by thread
    std::vector<uint8_t> m_sent;
    int m_sends = 0;
    QList<pid_t> m_lastChildren;
};
