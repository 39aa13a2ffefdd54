// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QList>
#include <QtCore/QProcess>
#include <QtCore/QStringList>
#include <QtTest/QTest>

#include <functional>

// Of lines "<word> <number>", as tests/testapplication writes them.
inline QList<qint64> numbersTold(const QByteArray &output, const QByteArray &word)
{
    QList<qint64> numbers;
    const QList<QByteArray> lines = output.split('\n');
    for (const QByteArray &line : lines) {
        if (line.startsWith(word + ' '))
            numbers.append(line.mid(word.size() + 1).trimmed().toLongLong());
    }
    return numbers;
}

// A testapplication that runs beside the test.
class ApplicationProcess final
{
public:
    static constexpr int Patience = 20000; // ms; the upper bound of a wait

    // What is to be otherwise in it is changed right before it executes.
    explicit ApplicationProcess(const QStringList &arguments,
                                const std::function<void()> &modifier = {})
    {
        m_process.setChildProcessModifier(modifier);
        m_process.start(QStringLiteral(TESTAPPLICATION), arguments);
        m_process.waitForStarted();
    }
    ~ApplicationProcess()
    {
        m_process.kill();
        m_process.waitForFinished();
    }
    Q_DISABLE_COPY_MOVE(ApplicationProcess)

    qint64 processId() const { return m_process.processId(); }
    QList<qint64> told(const QByteArray &word)
    {
        m_output += m_process.readAllStandardOutput();
        return numbersTold(m_output, word);
    }
    // Lines with that word, as many of them.
    bool waitFor(const QByteArray &word, int count = 1)
    {
        return QTest::qWaitFor([&] { return told(word).size() >= count; }, Patience);
    }
    void write(const QByteArray &bytes) { m_process.write(bytes); }
    bool waitForEnd()
    {
        return m_process.state() == QProcess::NotRunning || m_process.waitForFinished(Patience);
    }
    // The end of its input is the end of it. True if it took that as it should.
    bool end()
    {
        m_process.closeWriteChannel();
        return waitForEnd() && m_process.exitStatus() == QProcess::NormalExit
            && m_process.exitCode() == 0;
    }
    int exitCode() const { return m_process.exitCode(); }
    QByteArray standardError() { return m_process.readAllStandardError(); }

private:
    QProcess m_process;
    QByteArray m_output;
};
