// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>

#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <functional>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

// A copy of this process that runs beside the test: it has this thread only, and ends without
// destructors. It dies with the test, or with this object.
//
//   ForkedPeer peer([](ForkedPeer::Line &test) { … test.tell("ready\n"); test.await(); });
//   QTRY_COMPARE(peer.told(), "ready\n"_qba);
//   peer.go();
//   QTRY_VERIFY(peer.hasEnded());
class ForkedPeer final
{
public:
    // The copy's end.
    class Line final
    {
    public:
        Line(int in, int out) : m_in(in), m_out(out) { }
        void tell(const QByteArray &words) const
        {
            if (write(m_out, words.constData(), size_t(words.size())) != words.size())
                _exit(1);
        }
        // Until go(), as often as that is called.
        void await() const
        {
            char byte = 0;
            if (read(m_in, &byte, 1) != 1)
                _exit(1);
        }

    private:
        const int m_in;
        const int m_out;
    };

    explicit ForkedPeer(const std::function<void(Line &)> &body)
    {
        std::array<int, 2> in{};
        std::array<int, 2> out{};
        if (pipe2(in.data(), O_CLOEXEC) != 0 || pipe2(out.data(), O_CLOEXEC) != 0)
            return;
        m_in = in[1];
        m_out = out[0];
        fcntl(m_out, F_SETFL, O_NONBLOCK);
        m_processId = fork();
        if (m_processId == 0) {
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            close(m_in);
            close(m_out);
            Line line(in[0], out[1]);
            body(line);
            _exit(0);
        }
        close(in[0]);
        close(out[1]);
    }
    ~ForkedPeer()
    {
        kill();
        close(m_in);
        close(m_out);
    }
    Q_DISABLE_COPY_MOVE(ForkedPeer)

    pid_t processId() const { return m_processId; }
    const QByteArray &told()
    {
        std::array<char, 4096> buffer{};
        ssize_t size = 0;
        while ((size = read(m_out, buffer.data(), buffer.size())) > 0)
            m_told.append(buffer.data(), size);
        return m_told;
    }
    void go() const { [[maybe_unused]] const ssize_t written = write(m_in, "g", 1); }
    // By itself, and well.
    bool hasEnded()
    {
        if (!m_reaped && waitpid(m_processId, &m_status, WNOHANG) == m_processId)
            m_reaped = true;
        return m_reaped && m_status == 0;
    }
    // With SIGKILL; it is gone, and reaped, on return.
    void kill()
    {
        if (m_reaped || m_processId <= 0)
            return;
        ::kill(m_processId, SIGKILL);
        while (waitpid(m_processId, &m_status, 0) < 0 && errno == EINTR) { }
        m_reaped = true;
    }

private:
    pid_t m_processId = -1;
    int m_in = -1;
    int m_out = -1;
    int m_status = 0;
    bool m_reaped = false;
    QByteArray m_told;
};
