// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/jsontreemodel.h"

#include "models/cellrole.h"
#include "models/jsontext.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtTest/QAbstractItemModelTester>
#include <QtTest/QtTest>

using namespace Spawn;

class JsonTreeModelTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void membersAndElements();
    void aloneAsOneRow_data();
    void aloneAsOneRow();
    void nothingHasNoRow();
    void theSameValueChangesNothing();
    void anotherValueResets();
    void whatIsNotPrintableIsEscaped();
    void longStringsAreCut();
    void deepValues();
    void texts();

private:
    QString text(const QModelIndex &index, int column) const
    {
        return index.siblingAtColumn(column).data().toString();
    }

    std::unique_ptr<JsonTreeModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

void JsonTreeModelTest::init()
{
    m_tester.reset();
    m_model = std::make_unique<JsonTreeModel>();
    m_tester = std::make_unique<QAbstractItemModelTester>(
        m_model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
}

void JsonTreeModelTest::membersAndElements()
{
    const QJsonObject crop{{u"x"_qs, 12}, {u"on"_qs, true}};
    const QJsonArray sizes{64, u"large"_qs, QJsonValue::Null, crop};
    m_model->setValue(QJsonObject{{u"picture"_qs, u"a.tif"_qs}, {u"sizes"_qs, sizes}});
    QCOMPARE(m_model->rowCount(), 2);
    const QModelIndex picture = m_model->index(0, 0);
    QCOMPARE(text(picture, 0), u"picture"_qs);
    QCOMPARE(text(picture, 1), u"\"a.tif\""_qs);
    QVERIFY(!m_model->hasChildren(picture));
    const QModelIndex all = m_model->index(1, 0);
    QCOMPARE(text(all, 1), u"4 elements"_qs);
    QVERIFY(all.siblingAtColumn(1).data(QuietRole).toBool());
    QCOMPARE(m_model->rowCount(all), 4);
    QCOMPARE(text(m_model->index(0, 0, all), 0), u"0"_qs);
    QCOMPARE(text(m_model->index(0, 0, all), 1), u"64"_qs);
    QCOMPARE(text(m_model->index(1, 0, all), 1), u"\"large\""_qs);
    QCOMPARE(text(m_model->index(2, 0, all), 1), u"null"_qs);
    const QModelIndex last = m_model->index(3, 0, all);
    QCOMPARE(text(last, 1), u"2 members"_qs);
    QCOMPARE(text(m_model->index(0, 0, last), 0), u"on"_qs);
    QCOMPARE(text(m_model->index(0, 0, last), 1), u"true"_qs);
    QCOMPARE(m_model->valueAt(last), QJsonValue(crop));
    QCOMPARE(m_model->parent(m_model->index(0, 1, last)), last);
}

void JsonTreeModelTest::aloneAsOneRow_data()
{
    QTest::addColumn<QJsonValue>("value");
    QTest::addColumn<QString>("text");
    QTest::newRow("number") << QJsonValue(-0.5) << u"-0.5"_qs;
    QTest::newRow("large number") << QJsonValue(9007199254740991.0) << u"9007199254740991"_qs;
    QTest::newRow("string") << QJsonValue(u"a \"b\""_qs) << u"\"a \\\"b\\\"\""_qs;
    QTest::newRow("null") << QJsonValue(QJsonValue::Null) << u"null"_qs;
    QTest::newRow("false") << QJsonValue(false) << u"false"_qs;
    QTest::newRow("no members") << QJsonValue(QJsonObject()) << u"0 members"_qs;
    QTest::newRow("no elements") << QJsonValue(QJsonArray()) << u"0 elements"_qs;
}

void JsonTreeModelTest::aloneAsOneRow()
{
    QFETCH(QJsonValue, value);
    QFETCH(QString, text);
    m_model->setValue(value);
    QCOMPARE(m_model->rowCount(), 1);
    QCOMPARE(this->text(m_model->index(0, 0), 0), QString());
    QCOMPARE(this->text(m_model->index(0, 0), 1), text);
    QCOMPARE(m_model->rowCount(m_model->index(0, 0)), 0);
}

void JsonTreeModelTest::nothingHasNoRow()
{
    QCOMPARE(m_model->rowCount(), 0);
    m_model->setValue(1);
    m_model->setValue(QJsonValue::Undefined);
    QCOMPARE(m_model->rowCount(), 0);
}

void JsonTreeModelTest::theSameValueChangesNothing()
{
    m_model->setValue(QJsonArray{1, QJsonArray{2}});
    const QPersistentModelIndex below(m_model->index(0, 0, m_model->index(1, 0)));
    QSignalSpy resets(m_model.get(), &QAbstractItemModel::modelReset);
    m_model->setValue(QJsonArray{1, QJsonArray{2}});
    QCOMPARE(resets.size(), 0);
    QVERIFY(below.isValid());
}

void JsonTreeModelTest::anotherValueResets()
{
    m_model->setValue(QJsonArray{1, 2});
    QSignalSpy resets(m_model.get(), &QAbstractItemModel::modelReset);
    m_model->setValue(QJsonArray{1});
    QCOMPARE(resets.size(), 1);
    QCOMPARE(m_model->rowCount(), 1);
}

void JsonTreeModelTest::whatIsNotPrintableIsEscaped()
{
    m_model->setValue(QJsonObject{{u"a\u202eb"_qs, u"\u202e"_qs}});
    QCOMPARE(text(m_model->index(0, 0), 0), u"a\\u202eb"_qs);
    QCOMPARE(text(m_model->index(0, 0), 1), u"\"\\u202e\""_qs);
}

void JsonTreeModelTest::longStringsAreCut()
{
    m_model->setValue(QString(100'000, u'x'));
    const QString shown = text(m_model->index(0, 0), 1);
    QVERIFY(shown.size() < 500);
    QVERIFY(shown.endsWith(u'…'));
    QVERIFY(m_model->index(0, 1).data(Qt::ToolTipRole).toString().size() < 5000);
}

void JsonTreeModelTest::deepValues()
{
    constexpr int depth = 1000; // Qt reads no more
    const QByteArray text = QByteArray(depth, '[') + QByteArray(depth, ']');
    m_tester.reset(); // it would look at each from each
    m_model->setValue(QJsonDocument::fromJson(text).array());
    QModelIndex index;
    int found = 0;
    for (; m_model->rowCount(index) > 0; index = m_model->index(0, 0, index))
        ++found;
    QCOMPARE(found, depth - 1);
}

void JsonTreeModelTest::texts()
{
    const QJsonObject object{{u"a"_qs, QJsonArray{1}}};
    QCOMPARE(compactJson(object), u"{\"a\":[1]}"_qs);
    QCOMPARE(indentedJson(object), u"{\n    \"a\": [\n        1\n    ]\n}"_qs);
    QCOMPARE(indentedJson(u"é\n"_qs), u"\"é\\n\""_qs);
    QCOMPARE(compactJson(QJsonValue::Undefined), QString());
}

QTEST_GUILESS_MAIN(JsonTreeModelTest)
#include "tst_jsontreemodel.moc"
