// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "monitorrun.h"

#include <QtTest/QtTest>

#include <QtCore/QTemporaryDir>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <sys/ioctl.h>
#include <unistd.h>

// A terminal of 60 columns, and what a person would see on it.
class Terminal final
{
public:
    Terminal()
    {
        const winsize size{24, 60, 0, 0};
        if (::openpty(&m_master, &m_slave, nullptr, nullptr, &size) != 0)
            qFatal("openpty: %s", std::strerror(errno));
        ::fcntl(m_master, F_SETFD, FD_CLOEXEC);
        ::fcntl(m_slave, F_SETFD, FD_CLOEXEC);
    }
    ~Terminal()
    {
        ::close(m_master);
        ::close(m_slave);
    }
    Terminal(const Terminal &) = delete;
    Terminal &operator=(const Terminal &) = delete;

    QString device() const { return QString::fromLocal8Bit(::ttyname(m_slave)); }
    int slave() const { return m_slave; }
    bool type(const QByteArray &keys)
    {
        return ::write(m_master, keys.constData(), size_t(keys.size())) == keys.size();
    }

    const QByteArray &seen()
    {
        pollfd readable{m_master, POLLIN, 0};
        char buffer[4096];
        while (::poll(&readable, 1, 0) == 1 && readable.revents & POLLIN) {
            const ssize_t size = ::read(m_master, buffer, sizeof buffer);
            if (size <= 0)
                break;
            m_seen.append(buffer, size);
        }
        return m_seen;
    }

private:
    int m_master = -1;
    int m_slave = -1;
    QByteArray m_seen;
};

class RunTerminalTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { speakUtf8(); }
    void drawsOneLineOverItself();
    void cutsTheTableToTheWidth();
    void controlCCancels();
};

void RunTerminalTest::drawsOneLineOverItself()
{
    const QTemporaryDir dir;
    const QByteArray gate = dir.filePath(u"gate"_qs).toUtf8();
    Terminal terminal;
    QProcess process;
    process.setStandardErrorFile(terminal.device(), QIODevice::Append);
    process.start(QStringLiteral(MONITOR_PROGRAM), {u"run"_qs, u"-j1"_qs});
    process.write("false\ntrue\nsh -c 'until [ -e " + gate + " ]; do sleep 0.02; done'\ntrue\n");
    process.closeWriteChannel();
    QTRY_VERIFY_WITH_TIMEOUT(terminal.seen().contains("\r1 queued, 1 running, 1 done, 1 failed, "),
                             PatienceMs);
    QVERIFY(QFile(QString::fromUtf8(gate)).open(QIODevice::WriteOnly));

    QCOMPARE(finished(process).exitStatus, 1);
    QVERIFY2(terminal.seen().endsWith("\r\033[K"), "the line is cleared at the end");
    QVERIFY2(!terminal.seen().contains('\n'), "one line, and no other");
}

void RunTerminalTest::cutsTheTableToTheWidth()
{
    Terminal terminal;
    QProcess process;
    process.setStandardOutputFile(terminal.device(), QIODevice::Append);
    process.start(QStringLiteral(MONITOR_PROGRAM), {u"run"_qs});
    process.write("echo " + QByteArray(100, 'x') + "\n");
    process.closeWriteChannel();
    QCOMPARE(finished(process).exitStatus, 0);
    const QStringList lines = QString::fromUtf8(terminal.seen()).split(u"\r\n"_qs);
    QVERIFY(lines[1].startsWith(u"   1  ok  "_qs));
    QVERIFY(lines[1].endsWith(u"xxx…"_qs));
    QCOMPARE(lines[1].size(), 60);
}

// As a person presses it: the terminal signals its whole foreground group, the helper as well.
void RunTerminalTest::controlCCancels()
{
    const QTemporaryDir dir;
    const QString ready = dir.filePath(u"ready"_qs);
    Terminal terminal;
    QProcess process;
    process.setChildProcessModifier([slave = terminal.slave()] {
        ::setsid();
        ::ioctl(slave, TIOCSCTTY, 0);
    });
    process.start(QStringLiteral(MONITOR_PROGRAM), {u"run"_qs, u"--json"_qs});
    process.write("sh -c 'echo > " + ready.toUtf8() + "; exec sleep 300'\n");
    process.closeWriteChannel();
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(ready), PatienceMs);
    QVERIFY(terminal.type("\x03"));

    const MonitorRun run = finished(process);
    QCOMPARE(run.exitStatus, 130);
    const QList<QJsonObject> objects = run.objects();
    QCOMPARE(objects.size(), 2);
    QCOMPARE(objects[0][u"state"_qs].toString(), u"cancelled"_qs);
    QCOMPARE(objects[0][u"signal"_qs].toString(), u"SIGTERM"_qs);
}

QTEST_GUILESS_MAIN(RunTerminalTest)
#include "tst_runterminal.moc"
