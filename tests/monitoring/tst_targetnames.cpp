// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "monitoring/targetnames.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using Spawn::TargetNames;

class TargetNamesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void ofApplications_data();
    void ofApplications();
    void areTogether();
    void invalid_data();
    void invalid();
};

void TargetNamesTest::ofApplications_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("stem");
    QTest::newRow("plain") << u"photo-index_2"_s << "photo-index_2.7"_qba;
    QTest::newRow("none") << QString() << "application.7"_qba;
    QTest::newRow("path") << u"../../etc/x"_s << "______etc_x.7"_qba;
    QTest::newRow("dot") << u".hidden"_s << "_hidden.7"_qba;
    QTest::newRow("not ASCII") << u"Bücher €\n"_s << "B_cher___.7"_qba;
    QTest::newRow("NUL") << u"a\0b"_s << "a_b.7"_qba;
    QTest::newRow("long") << QString(300, u'x') << QByteArray(32, 'x') + ".7";
}

void TargetNamesTest::ofApplications()
{
    QFETCH(QString, name);
    const TargetNames names = TargetNames::forApplication(name, 7);
    QTEST(names.stem(), "stem");
    QVERIFY(names.isValid());
}

void TargetNamesTest::areTogether()
{
    const TargetNames names = TargetNames::forApplication(u"a"_s, 7, 2);
    QCOMPARE(names.stem(), "a.7.2"_qba);
    QCOMPARE(names.socket(), "a.7.2.socket"_qba);
    QCOMPARE(names.lock(), "a.7.2.lock"_qba);
    QCOMPARE(names.description(), "a.7.2.json"_qba);
    QCOMPARE(TargetNames::ofDescription(names.description()).stem(), names.stem());
    // What is being written is no description yet.
    QVERIFY(!TargetNames::ofDescription(names.unfinishedDescription()).isValid());
    QVERIFY(!TargetNames::ofDescription(names.socket()).isValid());
}

void TargetNamesTest::invalid_data()
{
    QTest::addColumn<QByteArray>("stem");
    for (const QByteArray &stem :
         {QByteArray(), "."_qba, ".."_qba, ".a"_qba, "a/b"_qba, "a b"_qba, "a\nb"_qba,
          "\xc3\xbc"_qba, QByteArray("a\0b", 3), QByteArray(81, 'a')})
        QTest::addRow("\"%s\"", stem.toPercentEncoding().constData()) << stem;
}

void TargetNamesTest::invalid()
{
    QFETCH(QByteArray, stem);
    QVERIFY(!TargetNames(stem).isValid());
    QVERIFY(TargetNames("a").isValid());
    QVERIFY(TargetNames(QByteArray(80, 'a')).isValid());
}

QTEST_GUILESS_MAIN(TargetNamesTest)
#include "tst_targetnames.moc"
