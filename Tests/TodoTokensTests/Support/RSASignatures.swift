/// Signatures of a 2048-bit RSA key with the exponent 3, which no library makes: most by the private key, now thrown away, by
/// hand; all over the header of their algorithm with `"kid":"a"` and ``SigningKey/good``.
///
/// The modulus is just above 2²⁰⁴⁷, so that a signature has room for another modulus.
enum RSASignatures {
    static let members = #""kty":"RSA","e":"Aw","n":"\#(modulus)""#

    private static let modulus = """
        gAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\
        AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAPYHt6j2rEfciQX-YzRjZsIu3pb5uHMuL1nOe0xgs3bwXnyO8TU1GmNBYCl5Nx2i\
        tS0lYryidF7S8mLuj5r9ZvBVD0UMGjF5jJdSxpvAVQumlLsJFslIgkUGXp_PbAs8yb9KdNvWZ2GiQPT64Y1TZivEIxtjxLEv5Non\
        ce10tAJ2aQaKY2S1OArsV-d_VZ7DzLj9AQg8N73q2Q
        """

    /// RSASSA-PKCS1-v1_5 with SHA-256.
    enum RS256 {
        /// RS256 as it should be.
        static let genuine = """
            agUK9pytpgctJPNUr3bYvpuRXQ8c79gM9q6GTncAi8tYyJoVMAPIQb-hcJcsVrgDIa0IGb2qIhDQgL_OJjWmLtm7t4Gl5nLGioL5\
            YLS0nSqJ1-Db2x2n8bXv86JnsoAIaOLyjH9PK-XQ38_MeirOjaOdYQoxcdTXzckP_5HeFsrvNfAwf96wEuZO5b5s4JtdMeDoeCMe\
            ZSs2PRjHmEcGOvtE6mYnOofmh-WS9hnOXff9XHRq_NmwJBxy30HuJd1MoOZpJwmXxCYJjBAlNyr2awPd6vaeqhwyYfXYIl9cXmoq\
            PGr1frUS0ZF-Lfk8QI3NdOkvm4Jj9zkYvXUQeICniA
            """
        /// The number of `genuine` and the modulus: the same to arithmetic that does not look.
        static let plusModulus = """
            6gUK9pytpgctJPNUr3bYvpuRXQ8c79gM9q6GTncAi8tYyJoVMAPIQb-hcJcsVrgDIa0IGb2qIhDQgL_OJjWmLtm7t4Gl5nLGioL5\
            YLS0nSqJ1-Db2x2n8bXv86JnsoAIaOLyjH9PLNvYl3jDJnKrFqmbxD6U2JcGrGAJuAUMRiS9sTyRM1WgcWLd1vOh-v6ekgphr0DB\
            Glhbn9VqDKXZLV4zegEkoXg7lyqfEEtH6o9QIxArUeVWuNd79gs2qCJS_4Y4kxTUjeVUAOv7noyYq_jYzIPyEEf2hRE75xCMQ0RR\
            rlhqMreJOpgIkV3xeJi5zNCu8SEnw_IVvn1MsD6SYQ
            """
        /// The digest is of SHA-1.
        static let sha1 = """
            HXGd61jy5xXFTFX-l-tIk742FQAWZeqlShpiH0IROG_pfnfBPIkp7L1rFhRltuGBmnPuNIn4XlO9bMffHwUVALu4pxfU0ldvfzow\
            axk2N-RZoF1INsRPUGp4Hj4IDKZDLDaJPQJzeanN0slvB1p7Ko6S8J_Igrr5Y2Sgx6AXzhiw33vRfEJQTyRsRohb4ygfeJKaItME\
            1ThbAqU4Wf_lzFzVWAIxfBlzV9jLIwYLssxC90rBzpU__Al918fwoid1L0M1ov-0H-nECcYxWJl9oD7yLvsCcuLzNMMP0xQ0w2na\
            Z6KW9OyLroanRFdkrB-JuyuRBFyUWfTgLE8qzlqC1Q
            """
        /// The parameters of the algorithm identifier are left out.
        static let withoutNull = """
            WQehm16PeW9JaqBuJvO7D3HC0Xv3HtyNaL_ZNWZoVFFGlydhF1dPQoWkoA4TY5CGaNihcb5ltjS2vZ7McfnsXrIQN8kMCr0wyn57\
            arGQFFpzEy5B5AiEcQrww-gZhaUmy_K7ieSUx2XpABDJbDLyQIGVCxnl_LedRBbD2s6WEB8c_mVdCX5J2iRKFQINR-HZO8X8Y8pZ\
            4ar2IxHats-eWwxjC6ePPy0h3ZmMyFKGccxumloCYbxQxCnGqtldtIAOuS4yuiSVIx0RGz556PFbnO5opbLY_-0bA_TM1NKbBSkd\
            WqJcyL7DsgA_HJohCyKUttTJZbAcnLUsTQWZ5ZluNA
            """
        /// The digest without its algorithm identifier.
        static let bareDigest = """
            PCphvyVCJa_nSAuIX72-LDiMH2OPHVNsKzhZ4aWnrS1t5b9indrCTk67vYybyw_r5udSAq5kAvY0ry5bqmvejdsHZ7OMqG-ZX59m\
            bxevpCesRAK6KKgkUuPECF8Ci8FMO0PNEOEg4cMMkYFmibQGLninN6yU9XNsOPNP-iGT7G40EjVgCvosTJQPs9KE8ZysdpEt0jI1\
            Y0iKIV9Qn80t17RdjMRpOofhU3xu3akF90vPWd6Fe4HC8zOIQlkrWygD86XjOKe3bpsPfe6vJ_Wxo2muXA7KX2a79vHU-neTyQ7X\
            N7ycOUlpVHknTz6CxX5D_dfk7Yn7h63RsB92Pi_6eA
            """
        /// Padded as for encryption (block type 2).
        static let encryptionPadding = """
            d0obuzd2vGyKldwZTOvcS_Tt76grDeNFWJtVxXKloxhOlU9o8_Hqt5E5RHV101VKv8o4goahW0nkEcrWC-I99aVWqsnS74R45Rtc\
            7uEmE0X6EH96N-U67QdCEIYU_Vh9cMCABYb9gSClMjsp311IJgM0lStBElMdyB7VCH9owwhKNH3FxXKg9ttgyxaoALIUWd-M_T7R\
            6GH4RaxMoMqphXVI1RL6oypcET7tOzPrnYi_apM8PLmS935r57GoqsxdFr-May-Qv9jYEzuWW9ydaTvWydiQMqKs1rQzJItdzS0H\
            _3hizHHyNGL1XM8uiSUQuxd423N280idTgkIXeoR9g
            """
        /// Eight bytes of padding, and zeros behind the digest; made with the private key.
        static let shortPadding = """
            R-YgEPqUtZMKBNRRbzcDKPD34W7Ho7GaIcbgMftx-7d0YzUOuZWLj-imLVfKGp6zh6QQ-nZ0jMK2AAsOiz_zu9xLjTzHPPHVLkTU\
            MUNU6w6OUovBunBlivsgnDn3PWEcqKg_3oM-1IR34m80g3CWaVlf_JwxiVsXxz0XUyUfW6XAWxMXSmH3CIq84FgftlRUXUjfkCaU\
            J0b8er85nKkWxAmKugqUEO4LnXxHRuxaw9wZyJjnT_bLvsf5Fpy5N9frsJVe8Yz--7PLShwhsbvskYNrTih16PVZ8cvX36D2de1n\
            7ZWP0eZHDj-cSNGPLPH00_HcBDhcNzcetC0kfVGqPA
            """
        /// As before, but made without it: a cube root, since the exponent is 3 (Bleichenbacher 2006).
        static let cubeRoot = """
            AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\
            AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\
            AAAAAAAAAAAAAAAAAAAAAAAAAAAAMsv9SnrceQVYPXZ1IPUWQHWRdtN4JvLvY649x6rqiXpJcvy2TaLa7sTvbjSnW33iQXzowBhI\
            4iH-btFUcRzpRF1oehwIjvklb5-RXGWp4XQMhrKglw
            """
    }

    /// RSASSA-PSS with SHA-256.
    enum PS256 {
        /// PS256 as it should be, its salt as long as the digest (RFC 7518 section 3.5).
        static let genuine = """
            TOMWhN_8wm1tJom9_ZOoK4eQc3AbiTbbfPeYf7hYJ59t7VwyZMTbc08oeXqheSsxeGCiRYxtbZdS34wztv9qQqHWCbDF_LTwpkVs\
            vM_Gz8qIxbq23vBS-kG0JxzRAffMnyt3-EvQv0o_MTY000bfKfct-I-V9I4-n4xNd7YO8boKspVxvUN_fm1P-0cpIYbaEnZikYzZ\
            6nBGG06nzNaXaZD0ar7tHhPh06YR5Lyg8QiiIVZpgPORusSUqeNvarim6AEDBInWjXTkQnwphmEU9ZqPP1I1qnhgGXuunhdES0Ou\
            mhPmCyCgYI986NjHFhvQt6gvcoT2lzAgI5buhX9T3g
            """
        /// The number of `genuine` and the modulus.
        static let plusModulus = """
            zOMWhN_8wm1tJom9_ZOoK4eQc3AbiTbbfPeYf7hYJ59t7VwyZMTbc08oeXqheSsxeGCiRYxtbZdS34wztv9qQqHWCbDF_LTwpkVs\
            vM_Gz8qIxbq23vBS-kG0JxzRAffMnyt3-EvQwEBG6N8rf467sv0sW8P5W1BtfiNHMCk9IRPZLeHScLpv3One7HxeO-obcp_byKp8\
            n51rfgtKQTVqW_Pi-lnqhQQ24usd_u4afZ_05_Ip1f84T3-dwKy37P2tRqDScJUTVzQut1f_7cK3No-KIN-JEKQkPJcSYsh0MB3W\
            DAFavyMWyZYHTD18Tia9D4-uyCO6Y-kdJJ8qvT0-tw
            """
        /// No salt.
        static let noSalt = """
            aPcHtBLWi3yvySU4c3fZbCmn44GExOfXv94Hkt-34dv3IylE8SJ683_ExoVA4mhkSou6EpjWMlnjcyD9X05Malj0tQCdrg7cHGGl\
            BbC9E10n6cy2zWZOg7md3ulErrd3H_KV98XLGFzBBdVtilo3dU40z8550BPVoowgiP6orX68zNpmvK3C2ARhkipS8LCX_7nrXOq_\
            -M6Xq5ITQBr6L1DMNRRFEk_1iB7axbpoFkYnfGWJmcyHNVc7q_8785oserpdeAjVNZymW08m-9tobq-JYxGfIzyptsYpB1iQSr6a\
            d-MIko5D_By9UvkIQ4F1zxQ5Y4_JGMjg_6hK-J7I5w
            """
        /// A salt of 20 bytes.
        static let salt20 = """
            I49nCzjKFm1BvaGwoSe3WLeF8Kn50iTz6GYBfCaTbbk-gf1KdbmZEXs8EGEXh9SpiuFNmHuC3L7FrvH57dxMX-XNzuTR84PCI-pK\
            TEBjjPJrZIBmFJU2lXY33AN3k5wyeV5QmBxViYQB_BebAyOJAC1nlqvt2KDrkXgXoIzwnAYxxvwLCq2dRLyZm8HCowhan0762_vJ\
            s-bFO2PUsMdgqvZwjvJsY4MU-o6qql2dp4YvGXaR0ih4U2hXVO4ePUk_tcCiIDiWLzDiAKi3T7wwyL1ua51W3F3FbGasZHHUaiai\
            ENI0U-JP-bhvtUWirEkY3aZAmKuzZ71WoxvzuP50Wg
            """
        /// A salt of 31 bytes.
        static let salt31 = """
            HuJ_mi_KgM0sxN111HJCjUZrYxKMU1qhIiKzsglrPA0wz4x6SgYWMDyP1f9k7_WR_ITLXKJiFnhQAy-TO-0Em1-CZFjsdvtXuUu1\
            Wd7XyyF0yxwdsc82wOkAZIbvIFpoEBENydygAN1hJB0CYxTP2FcliiAPuQadAgVNGPsVqgsSRM2EsmDlHumzXWgu-QMQu5ZMTd6k\
            RYQQTfzuNQw91-x1q1EWM3RXHhEJTGR0_Qc-beRCI8q7IoL8Hpg2TL73fzoZOQmE06OsaJ7zE3GIkC3lVrHtoatHftt8uGked4yS\
            M9u9yoihah3P_gvTeqGLfKfxXDjwFgC1hw6F86w7EA
            """
        /// A salt of 33 bytes.
        static let salt33 = """
            Z1WWHwUu7SpCcScWx_3r0CDT4QkyYj9tsn0XGElZ0VTrpSoOupYOFVN0gArvLYce4VGTWCQOk7jzruhtKhKe8zVv2sXttS_9IoUV\
            DuiL6r-4578iAn1vQv29ZSC6TCUqDo23h9ruqLrXNKGUBBuROhQtIA78OcLG0a2fWeqWOoM5KW-ZTd7akhADX7JJbLd1cUmTctVq\
            q2gpMvRyofRFnjaMQS04rNRiqL0jx8KrHjcXdfrXOFCJbrDJpuVFmKW5expzt5auZSFRtV0A9lrS63xpHgFUHJS1bDoyKw2ApiGN\
            EKQ5zvmRa-M6O5UP82E78nB4WjlBAnqilE5aKW7tDQ
            """
        /// A salt as long as fits.
        static let longestSalt = """
            JPe3X_EdrgL3imOEbmah6ykgn9KT4bH2mqbZs9cYn7gDKtu5IYFPWs_ffwULF8-FNK8unYqgh28DYM8XiXlEketJfM6OYuu8CIn3\
            doIxNLZ8E8n6YVIx0aDqe41DBAmX_Bm4sgAicp2MOAvZcxA9pHGsJG0Pv8Z5-kshTKlUAGVveQlQ_R2tXlKuYaii5muUNxi4WN83\
            zdNzL5M6S0WpQxA0B3tChDJZEBaJF0E4Gh8BQ4k18DFkYMk61q-psZwRgcV5uPfc-0ejrtvmk23ZFkgM6sjwE4Y8-v-PuY6pqOeI\
            UBlLbR79xWAMZQmgO-XUcZ4vX62-IZAs6i-A_B1kzQ
            """
        /// The mask is generated by SHA-1.
        static let sha1Mask = """
            O8lWsLrWTfj7WAZgI1ldu96k_bZdh5uMeVF_ryMAaD4HTv0izMRJlrhNkaWqVjvhSFRs8XErlnxlANGJCHjvNF42RzyQcvP4d_QG\
            yBFUIAWjKDgGFbYJgCimfH-neRky_JpKTc6DHtHkisOrnzUtN2DINK54YhAl1tan9cSYue-bTjauVc3iLIgkVtXNwgTu3rKKBWH9\
            8W-flQsW9NRS2M-LIGHgNO5kDHmerJSeF4oGL-CbBnRzi23pZi0vXBPaVSC1_gxOdBGO0Ddh1k-xZnyAsLD7d_RHfEl9c1b220xq\
            UgxiqhD-Nw8jb-ForjiIJNTOwqioKZ6TiQg1kCdRww
            """
        /// Digest and mask are of SHA-1.
        static let sha1 = """
            TCkt4C_PwJQVyBy3CoWFvb8_L9mOoOjWL4fjkCJr1jNGfSvOx_Won4hQqvAi29q_Q5GkIGxj0IOpVc6snrzQt1GFDbZ8p4ibgUjn\
            CHVs3IK2s5XZBN35SOcweudszFdSXd7geNXymMSeZLQXBeHDW3ACLeAZfRC8H1SwXs3Vunh8elnlYWHlig6ssyz2xBm3n7fvuUEP\
            g7tP0zQDKp_1pDfCAR9WJvOHuH32yREP-M8sm8cSNAVIs0U2y1M4VJLD5qMkqklbZECZXydR6WRahn4cn1Kqb0YH7RLFPYkKgVfu\
            3rex9pH2BDxsV5CD0pMkUh3B-MqQMSZkHycwPvUcIA
            """
        /// Padded by PKCS #1 v1.5.
        static let pkcs1 = """
            JgD8LwTrp8hjgM2NvGEYJlgf7TfGXPvqngRfpZFcxlEjZSV9WeLrij8wt3OprzNDg3-th9UMkIkzPiI9DPCA4L2NtYJHij1WmMCq\
            s713nXy-WeHRKUARG-gsXaKOgMKg-V67324rX20AXQFwbGnyfYUioYSMbq8kVipCoGm-sOgUPSm4Eqtk5O_nY1ZsUTo4LtUoIa99\
            qMVRzSrs7IOa6NgXOT8YpCuYPCyd94SjngJ9KtSAbWybLQ_3c7FEHSaTgb-BzeL4ni6H8tQipUnXBYhRAe_RsBDmSkA3Pp0oQuZW\
            Yqx8vK0tZDYTf2_F8YhE0K8N4VKrWo98lhlW4BONNQ
            """
    }
}
