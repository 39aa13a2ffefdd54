// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <QtCore/QDirIterator>
#include <QtCore/QFile>
#include <QtCore/QMap>
#include <QtTest/QTest>

#include <vector>

// The corpus of a fuzzer, in the folder CORPUS, for builds of any compiler. With
// ASYNCSPAWNER_WRITE_CORPUS in the environment the inputs that a test makes are written first;
// those that a fuzzer found are only files.

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

using CorpusInputs = QMap<QString, QByteArray>; // by the name of the file

inline QByteArray corpusFile(const QString &name)
{
    QFile file(QStringLiteral(CORPUS "/") + name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

// False: it could not be written.
inline bool writeCorpusIfAsked(const CorpusInputs &inputs)
{
    if (!qEnvironmentVariableIsSet("ASYNCSPAWNER_WRITE_CORPUS"))
        return true;
    for (auto it = inputs.begin(); it != inputs.end(); ++it) {
        QFile file(QStringLiteral(CORPUS "/") + it.key());
        if (!file.open(QIODevice::WriteOnly) || file.write(it.value()) != it.value().size())
            return false;
    }
    return true;
}

inline void addCorpusRows()
{
    QTest::addColumn<QString>("name");
    QDirIterator it(QStringLiteral(CORPUS), QDir::Files);
    while (it.hasNext()) {
        it.next();
        QTest::newRow(qPrintable(it.fileName())) << it.fileName();
    }
}

// Every beginning of it, in memory of just that size. False: there is nothing in it.
inline bool replayFile(const QString &name)
{
    const QByteArray bytes = corpusFile(name);
    for (qsizetype size = 0; size <= bytes.size(); ++size) {
        const std::vector<uint8_t> part(bytes.begin(), bytes.begin() + size);
        LLVMFuzzerTestOneInput(part.data(), part.size());
    }
    return !bytes.isEmpty();
}

inline void addInputRows(const CorpusInputs &inputs)
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("bytes");
    for (auto it = inputs.begin(); it != inputs.end(); ++it)
        QTest::newRow(qPrintable(it.key())) << it.key() << it.value();
}
